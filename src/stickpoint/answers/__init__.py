"""Case → answers in numbers and indices, one question a module; no sentence, no layout."""
