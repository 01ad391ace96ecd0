// Package memberrule parses and evaluates the membership rules of dynamic groups,
// such as (user.department -eq "Sales") -and (user.accountEnabled -eq true), as
// the service does (graph-identity §7.7).
//
// It knows the language and the names of the properties of users, but no users:
// area/directory supplies the values of a user.
package memberrule
