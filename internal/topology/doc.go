// Package topology is the rules of multitenant user management, without any
// Terraform and without any network: how the user principal name of a guest comes
// about, what becomes of an invitation where a mail contact is in the way, what
// cross-tenant access settings let through, which edges a topology has and what
// each needs on both of its sides, and which findings follow from the facts that
// somebody else has gathered.
//
// It knows neither clients nor resources. Packages below internal/resources
// gather facts through packages graph and exchange, ask a Check function, and
// report the findings; package provider reads which severity a finding has.
// Nothing here is shared with package emulator, so that a wrong rule cannot be
// right on both sides.
//
// A fact that could not be read is the zero Fact: the rule that needs it then
// finds nothing, and it is up to the caller to say what was not checked.
package topology
