"""Safety: findings about a person, the replies to them, and what they close."""
