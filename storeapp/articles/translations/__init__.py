"""An article said in another language: its parts, one translated after the other, in a draft that is linked with it."""
