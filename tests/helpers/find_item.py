"""FindItem requests as text."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

INBOX = '<t:DistinguishedFolderId Id="inbox"/>'
SUBJECT_SHAPE = (
    "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
    '<t:FieldURI FieldURI="item:Subject"/></t:AdditionalProperties></m:ItemShape>'
)


def find(
    restriction: str = "", *, view: str = "", order: str = "", parents: str = INBOX, traversal: str = "Shallow",
    query: str = "", shape: str = SUBJECT_SHAPE,
) -> str:  # fmt: skip
    told = f"<m:Restriction>{restriction}</m:Restriction>" if restriction else ""
    sort = f"<m:SortOrder>{order}</m:SortOrder>" if order else ""
    words = f"<m:QueryString>{query}</m:QueryString>" if query else ""
    return (
        f'<m:FindItem Traversal="{traversal}">{shape}{view}{told}{sort}'
        f"<m:ParentFolderIds>{parents}</m:ParentFolderIds>{words}</m:FindItem>"
    )


def field(uri: str) -> str:
    return f'<t:FieldURI FieldURI="{uri}"/>'


def compare(name: str, uri: str, value: str) -> str:
    constant = f"<t:FieldURIOrConstant><t:Constant Value={quoteattr(value)}/></t:FieldURIOrConstant>"
    return f"<t:{name}>{field(uri)}{constant}</t:{name}>"


def contains(value: str, mode: str = "Substring", comparison: str = "IgnoreCase", uri: str = "item:Subject") -> str:
    return (
        f'<t:Contains ContainmentMode="{mode}" ContainmentComparison="{comparison}">{field(uri)}'
        f"<t:Constant Value={quoteattr(value)}/></t:Contains>"
    )


def order(uri: str, direction: str = "Ascending") -> str:
    return f'<t:FieldOrder Order="{direction}">{field(uri)}</t:FieldOrder>'
