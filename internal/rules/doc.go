// Package rules contains the rules of multitenant user management, without
// Terraform and without network access: the user principal name of a guest, the
// outcome of an invitation when a mail contact holds the address, the effect of
// cross-tenant access settings, the edges of a topology and the settings that each
// edge needs on both sides, and the findings that follow from facts.
//
// It imports neither clients nor resources. Package inspect reads facts from
// tenants; packages below internal/resources pass them to a Check function and
// report the findings; package provider reads the severities of the findings. No
// code is shared with package emulator, so that a wrong rule cannot be correct on
// both sides.
//
// A fact that could not be read carries the reason. The rule that needs it returns
// no finding, and the caller reports the skipped check.
package rules
