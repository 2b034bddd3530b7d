"""Kinds of belittling remark, and calm replies that somebody can copy. The labels describe; they repeat none."""

from __future__ import annotations

from collections.abc import Mapping

from bot.contract.commands import LabelledEnum
from bot.texts import mark


class Remark(LabelledEnum):
    """What a remark says of somebody who is struggling."""

    ATTENTION = "attention", mark("It’s only for attention")
    TOGETHER = "together", mark("Pull yourself together")
    WORSE = "worse", mark("Somebody else has it harder")
    INSULT = "insult", mark("An illness used as an insult")
    MEN = "men", mark("Men don’t show feelings")
    HEAD = "head", mark("It’s all in the head, just stop")
    OTHER = "other", mark("Something else")


REPLIES: Mapping[Remark, tuple[str, ...]] = {
    Remark.ATTENTION: (
        mark("Maybe some attention is just what’s needed. I’d rather ask how they are."),
        mark("Saying it out loud takes a lot. I’d rather listen once too often than once too little."),
        mark("We can’t know what’s behind it. Asking kindly costs nothing."),
        mark("When somebody wants to be noticed, there’s usually a reason. I’d like to hear it."),
        mark("I see it differently: somebody told us something hard, and I’m glad they did."),
        mark("Let’s take it as meant. If we’re wrong, no harm is done."),
    ),
    Remark.TOGETHER: (
        mark("If that worked, I think they’d have done it by now."),
        mark("Most people who struggle are trying hard already, where nobody sees it."),
        mark("I know it’s meant as a push. A bit of company often helps more."),
        mark("Nobody would say that about a broken leg. This deserves time as well."),
        mark("How about asking what would make today a bit easier?"),
        mark("Getting through the day can be the pulling together."),
    ),
    Remark.WORSE: (
        mark("It isn’t a contest. It can be hard for both."),
        mark("Somebody else’s rain doesn’t keep anybody dry."),
        mark("True, many people have it hard. That’s one more reason to be kind here."),
        mark("Pain doesn’t get smaller by being compared."),
        mark("I’d like to stay with what they told us, if that’s all right."),
        mark("We have enough care for more than one person."),
    ),
    Remark.INSULT: (
        mark("People here live with that. Could we find another word?"),
        mark("I know it’s a figure of speech, but it lands on somebody. Another word would do as well."),
        mark("That’s the name of an illness, and people recover from it. I’d rather not use it like this."),
        mark("I get that you’re annoyed. Could you say what happened, without the diagnosis?"),
        mark("Words like that make it harder for people to ask for help, so I’d leave it out."),
        mark("Could we say “unpredictable” or “hard to follow” here? It’s closer to what you mean."),
    ),
    Remark.MEN: (
        mark("Plenty of men do, and I’m glad when they do it here."),
        mark("Keeping it in has cost a lot of men a lot. I’d rather hear it."),
        mark("I think it takes strength to say it."),
        mark("Whoever it is, they can say how they are here."),
        mark("I’d say the same to anybody: thanks for telling us."),
        mark("That’s an old rule, and it hasn’t helped many people I know."),
    ),
    Remark.HEAD: (
        mark("The head is where it hurts, and that’s real."),
        mark("If stopping were that easy, nobody would be struggling with it."),
        mark("Bodies and minds both get ill, and both can get help."),
        mark("I think you mean well. It may help more to ask what it’s like."),
        mark("It’s fine not to understand it. Believing somebody is a good start."),
        mark("Deciding isn’t the same as being able to. A bit of patience helps."),
    ),
    Remark.OTHER: (
        mark("That could hurt somebody who reads it. Could we put it more kindly?"),
        mark("I don’t see it that way, and I’d like people to feel welcome here."),
        mark("Let’s leave it there. I’d rather hear how they are."),
        mark("Can I ask what you meant by that?"),
        mark("I’m sure it wasn’t meant badly. It still stings a bit."),
        mark("This is a place where people may say they’re not all right."),
    ),
}
