"""Outlook: single messages, winmail.dat, mailboxes."""
