// Package odata parses OData system query options and evaluates filters, as far
// as the emulator's Microsoft Graph needs them.
//
// It is pure: no state, no net/http. Package operation parses a request's query
// with [ParseQuery], checks the advanced-query rules property by property with
// [Walk], and calls [Match] for each object. OData that the parser recognizes but
// does not implement is a [SyntaxError] with NotModeled set, so that the answer
// is 501 and never a wrong result.
package odata
