"""What limiters do to traffic, seen: notebooks that read well on the web, and the pictures in them."""
