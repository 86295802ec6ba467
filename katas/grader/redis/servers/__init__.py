"""Redis servers: found, started, put in a cluster, watched while they are used."""
