// Package topology is the rules of multitenant user management, without any
// Terraform and without any network: how the user principal name of a guest comes
// about, what becomes of an invitation where a mail contact is in the way, what
// cross-tenant access settings let through, which edges a topology has and what
// each needs on both of its sides, and which findings follow from facts.
//
// It knows neither clients nor resources. Package inspect reads facts from tenants;
// packages below internal/resources hand them to a Check function and report the
// findings; package provider reads which severity a finding has.
// Nothing here is shared with package emulator, so that a wrong rule cannot be
// right on both sides.
//
// A fact that could not be read carries the reason. The rule that needs it finds
// nothing then, and it is up to the caller to say what was not checked.
package rules
