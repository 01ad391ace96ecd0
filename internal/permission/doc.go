// Package permission lists the application permissions of Microsoft Graph and the
// Entra roles for Exchange Online that the provider needs: for which operation, in
// which tenant, and what is skipped without them. It is the only source of the
// permission tables in README, docs and the modules, which tools/permissions prints,
// and of the warning about skipped plan checks.
//
// It has no rules about Graph or Exchange of its own: the calls of a [Need] are
// operations of package graph, or of package exchange for a role, and a test in each
// package checks that the permission is the least privileged one that allows them.
// Package rules defines the codes of the checks.
package permission
