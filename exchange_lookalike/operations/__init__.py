"""Operations on folders and items."""
