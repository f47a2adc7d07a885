"""Chats as they are exported."""
