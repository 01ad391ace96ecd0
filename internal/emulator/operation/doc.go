// Package operation is what an area offers over Microsoft Graph, as rows: method,
// path, permissions, clouds and versions, source, and the function that serves it.
// A row's function gets a [Call] and gives an [Answer]; it knows nothing of HTTP.
// Package graphapi routes requests to rows, and makes the rows of plain entity
// sets itself.
//
// Beside the rows stands what their functions share: bodies, query options, the
// rules about filters, pages, and answers about policies.
package operation
