"""Variant of wrong/wait_whole_period: an immutable page of a notebook, replaced whenever something is written on it."""

from dataclasses import dataclass, replace

from ratelimit import Level, Quota


@dataclass(frozen=True)
class Page:
    begins: int
    marks: int = 0


class FixedWindow:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst, please")
        self.quota = quota
        self.page = Page(0)

    def page_at(self, now: int) -> Page:
        begins = now - now % self.quota.period
        return Page(begins) if begins > self.page.begins else self.page

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1:
            raise ValueError("cost below one")
        if cost > self.quota.limit:
            raise ValueError("cost above the limit")
        self.page = page = self.page_at(now)
        if page.marks + cost > self.quota.limit:
            return self.quota.period
        self.page = replace(page, marks=page.marks + cost)
        return 0

    def level(self, now: int) -> Level:
        page = self.page_at(now)
        if page.marks == 0:
            return Level(self.quota.limit, 0)
        return Level(self.quota.limit - page.marks, page.begins + self.quota.period - now)
