// Package tfkit is the little that the plugin framework lacks for this
// provider: text that ignores case, validators for the field's identifiers,
// the tenant attribute that every resource has, ids and diagnostics.
//
// It holds no CRUD. Packages below resources use it; it knows packages tenant,
// graph and transport only to name tenants and to explain their errors.
package tfkit
