"""Where the models look at booking pictures: on every core of this machine, or on workers of other machines."""
