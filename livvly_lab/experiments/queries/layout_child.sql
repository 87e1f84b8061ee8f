-- One child by inheritance, with its own key.
CREATE TABLE {name} (PRIMARY KEY ({key})) INHERITS (lab_parent)
