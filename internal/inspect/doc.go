// Package inspect reads facts from tenants for plan checks and for
// multitenant_topology_check alike. A [Question] is one fact with the checks that
// need it; an [Inquiry] reads the facts of one check concurrently, within the
// check's time limit. A fact that could not be read is an [Unread], which is also
// the reason of the unknown fact. One [Machine] serves a provider instance, so
// that a question refused by a tenant is not repeated in a run.
//
// Package graph makes the calls and remembers their answers, package permission
// lists their permissions, and package rules holds the rules. Packages below
// internal/resources ask the questions and turn the findings into diagnostics.
package inspect
