"""What needs several stages at once."""
