"""The sample shop: an invented maker of lamps with three years of stories, to try the program on."""
