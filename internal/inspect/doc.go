// Package inspect looks at tenants for checks: for those of plans and for
// multitenant_topology_check alike. A [Question] says what a tenant is asked, and
// which checks need it; an [Inquiry] asks what one check wants, at once and no
// longer than the check can wait. What could not be read is an [Unread], which is
// also the reason of the unknown fact. One [Machine] serves a provider instance, so
// that what a tenant has refused is not asked again in a run.
//
// Package graph has the calls and remembers their answers, package permission says
// what they need, and package rules has them. Packages below
// internal/resources ask, and word what comes of it.
package inspect
