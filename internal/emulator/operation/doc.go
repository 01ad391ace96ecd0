// Package operation defines the rows with which an area serves Microsoft Graph:
// method, path, permissions, clouds and versions, source, and handler. The handler
// of a row takes a [Call] and returns an [Answer]; it is independent of HTTP.
// Package graphapi routes requests to rows, and generates the rows of plain entity
// sets.
//
// It also contains the code that handlers share: bodies, query options, the rules
// for filters, pages, and responses with policies.
package operation
