"""Articles: from an idea to a text that helps, where and when it comes out, and what it brought."""
