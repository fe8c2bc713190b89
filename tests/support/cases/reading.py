"""The rule input/comment-in-text: a text of the complete example that a `#` cuts."""

from __future__ import annotations

from tests.support.complete import Case, Edit, policy, processor, system

ORDERS = "purposes.orders.text"


def cut(subject: str, edit: Edit) -> Case:
    return Case("input/comment-in-text", subject, (edit,), "warning")


CASES = (
    cut("controller.address.street", policy("controller.address", "Suopolku 4", "Suopolku 4 ⟦#7 B⟧")),
    cut(f"{ORDERS}.en", policy(ORDERS, "customer service", "customer service in folder ⟦#3202 for us⟧")),
    cut(f"{ORDERS}.fi", policy(ORDERS, "asiakaspalvelu\n", "asiakaspalvelu\n        kansiossa  ⟦#ä7⟧\n")),
    cut("systems.webshop.name", system("webshop", "name: Web shop", "name: Web shop ⟦#2⟧")),
    cut("systems.webshop.description.en", system("webshop.description", "by invoice", "by invoice ⟦#1 and more⟧")),
    cut("processors.tositetupa.name", processor("tositetupa", "name: Tositetupa Oy", "name: Tositetupa Oy ⟦#1⟧")),
)

#: What is no cut: a comment, a quoted text, a block, a sign within a word, a text that nobody reads.
QUIET = {
    "a blank behind the sign": policy("controller.address", "Suopolku 4", "Suopolku 4 # 7 B"),
    "no blank before it": policy("controller.address", "Suopolku 4", "Suopolku 4#7"),
    "a quoted text": policy("controller.address", "Suopolku 4", '"Suopolku 4" #7 B'),
    "a sign in a quoted text": policy("controller.address", "Suopolku 4", '"Suopolku 4 #7"'),
    "a commented line": policy("controller.address", "    city", "    #city: Espoo\n    city"),
    "a block": policy(ORDERS, "en: Handling", "en: |-\n        In folder #7 for\n        Handling"),
    "an id": policy("purposes.orders.data_subjects", "- customers", "- customers #all"),
    "an event": system("webshop.retention", "after: contract-end", "after: contract-end #end"),
    "a document": processor("tositetupa.agreement", ".md", ".md #signed"),
}
