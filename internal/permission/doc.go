// Package permission says which application permissions of Microsoft Graph and which
// Entra roles for Exchange Online are needed: for what, in which tenant, and what is
// lost without them. It is the one source of every table in README, docs and the
// modules, which tools/permissions prints, and of the warning about plan checks that
// are skipped.
//
// It has no rules about Graph or Exchange of its own: the calls of a [Need] are
// operations of package graph, or of package exchange for a role, and a test in each
// holds that the permission is the least that allows them. Package rules has the
// codes of the checks.
package permission
