"""What people may ask about their own pictures: access, correction, removal, and the answers (F-49 to F-68)."""
