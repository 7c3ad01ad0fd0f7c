"""When and where articles come out: the plan by day, its warnings and its mix."""
