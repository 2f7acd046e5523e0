"""A person gets another number: pictures, charges and what comes later under either number stay theirs (F-09)."""

from dataclasses import dataclass

from audits.events import SubjectRenumbered
from gallery.authority import Person
from gallery.ledger import Ledger
from gallery.records.gallery import subject_numbered
from gallery.records.numbers import renumber
from kernel_lib.errors import NotFound, WrongState
from kernel_lib.wire.lifecycle import FactsChanged, RenumberAsked

_SOURCE = "Find out at the source whether two numbers are of one person; a doubt is answered by the records clerk."


@dataclass(frozen=True)
class Renumbering:
    """Changes numbers of a service's own people."""

    ledger: Ledger

    def renumber(self, person: Person, asked: RenumberAsked) -> FactsChanged:
        """Give somebody another number. The same change again changes nothing.

        Raises:
            NotFound: there is nobody of the old number.
            WrongState: somebody else has or had the new number; nobody is merged by a number.
        """
        with self.ledger.act(person, SubjectRenumbered) as act:
            subject = subject_numbered(act.connection, person.service, asked.subject_number)
            if subject is None:
                raise NotFound("F-09", "There is nobody of this number in your service's gallery.", _SOURCE)
            other = subject_numbered(act.connection, person.service, asked.new_number)
            if other is not None and (other.id != subject.id or other.number != asked.new_number):
                raise WrongState("F-09", "The new number is or was somebody's already.", _SOURCE)
            act.about(object_id=subject.id)
            act.note(already=other is not None)
            if other is None:
                renumber(act.connection, subject.id, person.service, subject.number, asked.new_number, act.now)
        return FactsChanged(sequence=act.sequence, changed=0)
