// Package service holds what the services behind the provider, Microsoft Graph
// and Exchange Online, have in common: the error of a call with its operation,
// tenant and permissions, the sentinels that the error matches, and the way each
// service grants a permission.
//
// Packages graph and exchange return these errors and map each response to its
// sentinels; package tfkit turns them into diagnostics.
package service
