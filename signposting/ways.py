"""How somebody would rather get in touch, and the directory as far as it can be reached that way."""

from dataclasses import replace
from enum import StrEnum

from signposting.directory import ContactKind, Directory, Service


class Way(StrEnum):
    """In writing, or by voice."""

    WRITE = "write"
    TALK = "talk"


KINDS = {Way.WRITE: frozenset({ContactKind.TEXT, ContactKind.CHAT}), Way.TALK: frozenset({ContactKind.PHONE})}


def reachable(directory: Directory, way: Way) -> Directory:
    """Only the services that can be reached that way, each with just those contacts, its website and their hours.

    Emergency services and the last resort stay as they are: they are named beside the options, whatever the way.
    """
    narrowed = (narrow(service, way) for service in directory.services)
    return Directory(tuple(service for service in narrowed if service is not None))


def narrow(service: Service, way: Way) -> Service | None:
    """The service as somebody meets it that way; None where it can't be reached so.

    Its hours are those of the first contact of that kind: a line that is open all night may have a chat that isn't.
    """
    if service.emergency or service.last_resort:
        return service
    wanted = tuple(contact for contact in service.contacts if contact.kind in KINDS[way])
    if not wanted:
        return None
    pages = tuple(contact for contact in service.contacts if contact.kind is ContactKind.WEB)
    return replace(service, contacts=(*wanted, *pages), hours=service.hours_of(wanted[0]))
