"""Metrics for operators: numbers only, no personal data."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()

DATABASE_SECONDS = Histogram(
    "kneeapp_database_seconds",
    "Time of one transaction, with all its tries.",
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
    registry=REGISTRY,
)
DATABASE_RETRIES = Counter(
    "kneeapp_database_retries", "Transactions that met another one.", registry=REGISTRY
)
EVENTS_ACKNOWLEDGED = Counter(
    "kneeapp_events_acknowledged", "Player events kept and acknowledged.", registry=REGISTRY
)
SESSIONS_UNDER_WAY = Gauge(
    "kneeapp_sessions_under_way", "Sessions started and not yet saved.", registry=REGISTRY
)
ERRORS = Counter(
    "kneeapp_errors", "Errors a person was told of, by kind.", ["kind"], registry=REGISTRY
)


def exposition() -> bytes:
    """All of them in the text format that Prometheus reads."""
    return generate_latest(REGISTRY)
