"""What the small case of these tests holds."""

LETTER = "I live at 4 Example Row. A man called and took our ballot papers. He said: vote for Bo.\nI was abroad in May."
