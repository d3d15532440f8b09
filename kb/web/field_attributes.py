"""What ties a field to its hint and its errors; WTForms leaves that to its users."""

from wtforms import Field


def aria(field: Field) -> dict[str, str]:
    """The attributes of a field for those who cannot see what stands around it."""
    ids = [f"{field.id}-aide"] if field.description else []
    ids += [f"{field.id}-erreur-{number}" for number in range(1, len(field.errors) + 1)]
    attributes = {"aria-describedby": " ".join(ids)} if ids else {}
    return attributes | ({"aria-invalid": "true"} if field.errors else {})
