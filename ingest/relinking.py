"""Identity again over what was loaded: with the judgements of now, or with a model of the partnership's own records."""

from __future__ import annotations

import os
from pathlib import Path

from graph.identity.model import KEPT_MODEL, Model, load_model
from graph.identity.retrain import retrain
from ingest.made_of import of_everything
from ingest.pipeline import Loaded, accepted_deliveries, landed_names
from ingest.publishing import ToPublish, publish, settle
from ingest.stores import Load, Stores
from ingest.turn import turn_to_write
from ingest.wanted import work_out


def relink(stores: Stores, how: Load, *, keeps: bool = False) -> Loaded:
    """Everything linked anew, or, where it `keeps`, from what was kept of the last time; the difference is published."""
    with turn_to_write(stores.data):
        settle(stores)
        accepted = accepted_deliveries({record.id: record for record in stores.ledger.deliveries.every()}, ())
        judgements, linking = stores.ledger.judgements.in_force(), stores.linking(keeps=keeps)
        wanted = work_out(accepted, judgements, stores.key, stores.data, linking)
        ids = [record.id for record in accepted]
        made_of = of_everything(landed_names(accepted), judgements, linking)
        return Loaded((), (), *publish(ToPublish(wanted, ids, made_of), stores, how))


def apply_judgements(stores: Stores, how: Load) -> Loaded:
    """Links what judgements made since the last linking touch; the rest is as it was kept."""
    return relink(stores, how, keeps=True)


def retrain_model(stores: Stores) -> Model:
    """Trains a model on this partnership's own records and keeps it: the next linking uses it.

    Raises InputRefused where there is too little to learn from; then the model in use stays.
    """
    with turn_to_write(stores.data):
        judgements = stores.ledger.judgements.in_force()
        accepted = accepted_deliveries({record.id: record for record in stores.ledger.deliveries.every()}, ())
        wanted = work_out(accepted, judgements, stores.key, stores.data, stores.linking(keeps=False))
        model = retrain(wanted.people, judgements, load_model())
        _keep(model, stores.data / KEPT_MODEL)
    return model


def use_shipped_model(stores: Stores) -> Model:
    """Goes back to the model that ships with the package."""
    with turn_to_write(stores.data):
        (stores.data / KEPT_MODEL).unlink(missing_ok=True)
    return load_model()


def _keep(model: Model, path: Path) -> None:
    beside = path.with_suffix(".part")
    beside.write_text(model.to_json(), "utf-8")
    with beside.open("rb") as written:
        os.fsync(written.fileno())
    beside.replace(path)
