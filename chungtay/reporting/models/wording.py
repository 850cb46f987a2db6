"""The words of a consolidated report: sentences written for the whole, their versions, and what each stands on."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from chungtay.organisations.codes import Side
from chungtay.organisations.models import Membership
from chungtay.reporting.models.consolidation import Consolidation
from chungtay.reporting.models.incoming import IncomingText
from chungtay.reporting.models.submissions import SubmissionVersion
from chungtay.reporting.themes import Theme

LONGEST_SENTENCE = 1_000


class WrittenSentence(models.Model):
    """A sentence of the consolidated text (câu tổng hợp), as it stands now.

    `number` is the version in force: whoever changes the sentence says which one was on the page. `side` is whose
    work it is until both sides froze; blank is both's. Taken out or merged sentences stay, with their versions.
    """

    consolidation = models.ForeignKey(Consolidation, on_delete=models.PROTECT, related_name="written")
    theme = models.CharField(max_length=12, choices=Theme.choices)
    position = models.IntegerField()
    text = models.TextField()
    number = models.SmallIntegerField(default=1)
    side = models.CharField(max_length=10, choices=Side.choices, blank=True)
    written_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="written_sentence_says_something"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(taken_out_at__isnull=False),
                name="merged_sentence_stands_no_more",
            ),
        ]
        indexes = [models.Index(fields=["consolidation", "theme", "position", "id"])]

    @property
    def code(self) -> str:
        """How the look-up copy and the lineage name this sentence."""
        return f"LV-{self.pk}"


class WrittenVersion(models.Model):
    """What a sentence said in one version. `is_beside`: somebody else was faster, and nobody chose between the two."""

    sentence = models.ForeignKey(WrittenSentence, on_delete=models.PROTECT, related_name="versions")
    number = models.SmallIntegerField()
    text = models.TextField()
    is_beside = models.BooleanField(default=False)
    written_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sentence", "number"], name="written_version_once")]


class WrittenSource(models.Model):
    """A sentence below that a written one stands on: version, text, and offsets into the NFC form of the text."""

    sentence = models.ForeignKey(WrittenSentence, on_delete=models.PROTECT, related_name="sources")
    version = models.ForeignKey(SubmissionVersion, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(IncomingText, on_delete=models.PROTECT, related_name="+")
    start = models.IntegerField()
    end = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sentence", "text", "start", "end"], name="written_source_once"),
            models.CheckConstraint(condition=Q(start__gte=0, end__gt=F("start")), name="written_source_is_a_span"),
        ]


class WordFigureAnswer(models.Model):
    """Why a number in a written sentence stands although the table says another; `key` names both numbers."""

    sentence = models.ForeignKey(WrittenSentence, on_delete=models.PROTECT, related_name="answers")
    key = models.CharField(max_length=160)
    reason = models.TextField()
    answered_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sentence", "key"], name="word_figure_answered_once")]


class ShownFigures(models.Model):
    """The six figures that a year shows to a conference, by the codes of their indicators, in their order."""

    consolidation = models.OneToOneField(Consolidation, on_delete=models.PROTECT, related_name="shown")
    indicators = ArrayField(models.CharField(max_length=40))
    chosen_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()
