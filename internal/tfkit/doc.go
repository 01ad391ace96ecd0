// Package tfkit is the little that the plugin framework lacks for this provider: a
// frame for the operations of a resource (operation.go), imports, records in private
// state, text that ignores case, validators for the field's identifiers, and
// diagnostics.
//
// The frame begins an operation and ends it; what happens between is written out in
// each resource. Packages below resources use tfkit. It knows package service for the
// errors of calls, and no service.
package tfkit
