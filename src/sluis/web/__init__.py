"""The portal: pages and addresses for the public. It decides nothing; it shows what the rooms below say."""
