// Package permission lists the application permissions of Microsoft Graph that the
// provider needs: for which operation, in which tenant, and what is skipped without
// them. It is the only source of the permission tables in README, docs and the
// modules, which tools/permissions prints, and of the warning about skipped plan
// checks.
//
// It has no rules about Graph of its own: the calls of a [Need] are operations of
// package graph, and a test there checks that the permission is the least
// privileged one that allows them. Package rules defines the codes of the checks.
package permission
