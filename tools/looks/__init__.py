"""Pictures of every page and of one page of each export, for people to look at (`make looks`). Never committed."""
