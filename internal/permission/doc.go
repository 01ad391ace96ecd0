// Package permission says which application permissions of Microsoft Graph are
// needed: for what, in which tenant, and what is lost without them. It is the one
// source of every table in README, docs and the modules, which tools/permissions
// prints, and of the warning about plan checks that are skipped.
//
// It has no rules about Graph of its own: the calls of a [Need] are operations of
// package graph, and a test there holds that the permission is the least that
// allows them. Package topology has the codes of the checks.
package permission
