// Package service is what the services behind the provider, Microsoft Graph and
// Exchange Online, have in common: the error of a call, which knows the call, the
// tenant and the permissions that allow it, the sentinels that it matches, and
// how each service grants a permission.
//
// Packages graph and exchange return these errors and decide which answer is
// which sentinel; package tfkit turns them into diagnostics.
package service
