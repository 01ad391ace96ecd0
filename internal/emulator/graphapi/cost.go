package graphapi

import (
	"net/http"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
)

// Cost is the quota cost of a request: resource units, and whether it counts as a
// write (graph-identity §5). A batch itself has no cost; its items do.
func Cost(r *http.Request) (units int, write bool) {
	write = r.Method != http.MethodGet && r.Method != http.MethodHead
	_, segments, err := split(r.URL)
	if err != nil || len(segments) == 0 {
		return 1, write
	}
	if len(segments) == 1 && strings.EqualFold(segments[0], "$batch") {
		return 0, false
	}
	units = 1
	switch r.Method {
	case http.MethodGet:
		units = readCost(segments)
	case http.MethodPost:
		units = max(1, actionCosts[strings.ToLower(segments[len(segments)-1])])
	}
	return max(1, units+modifiers(r)), write
}

// actionCosts are the actions that cost more than one unit.
var actionCosts = map[string]int{"getmembergroups": 2, "checkmembergroups": 4, "getbyids": 3}

// readCost is the cost of a read before the modifiers.
func readCost(segments []string) int {
	switch first := strings.ToLower(segments[0]); {
	case len(segments) > 2 && (strings.EqualFold(segments[2], "memberOf") || strings.EqualFold(segments[2], "transitiveMemberOf")):
		return 2
	case (first == "users" || first == "applications") && len(segments) == 1:
		return 2
	case first == "groups" && len(segments) > 2 && strings.EqualFold(segments[2], "members"):
		return 3
	case first == "groups" && len(segments) > 2 && strings.EqualFold(segments[2], "transitiveMembers"):
		return 5
	default:
		return 1
	}
}

// modifiers adjust the cost of a request. A query that does not parse is rejected
// later and does not affect the cost.
func modifiers(r *http.Request) int {
	q, err := odata.ParseQuery(r.URL.Query())
	if err != nil {
		return 0
	}
	change := 0
	if len(q.Select) > 0 {
		change--
	}
	if len(q.Expand) > 0 {
		change++
	}
	if q.HasTop && q.Top < 20 {
		change--
	}
	return change
}
