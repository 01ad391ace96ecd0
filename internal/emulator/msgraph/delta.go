package msgraph

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

const (
	// deltaLife is how long a delta token works (graph-identity §3).
	deltaLife = 7 * 24 * time.Hour
	// maxDeltaIDs bounds a filter by id.
	maxDeltaIDs = 50
)

// deltaToken is what the links of a delta query carry: what is tracked, and how
// far the client is.
type deltaToken struct {
	Select []string `json:"s,omitempty"`
	IDs    []string `json:"i,omitempty"`
	// Full says that the first round is under way, at the place After.
	Full  bool   `json:"f,omitempty"`
	After uint64 `json:"a,omitempty"`
	// Mark is the place in the change log.
	Mark   uint64    `json:"m"`
	Issued time.Time `json:"t"`
}

func (t deltaToken) encode() string {
	raw, err := json.Marshal(t)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

func decodeDelta(token string) (deltaToken, error) {
	var t deltaToken
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || json.Unmarshal(raw, &t) != nil || t.Issued.IsZero() {
		return t, badRequest("Badly formed token.")
	}
	return t, nil
}

func userDelta(r *request) (response, error) {
	q, err := r.query(optSelect, optFilter, optSkipToken, optDeltaToken)
	if err != nil {
		return response{}, err
	}
	if q.SkipToken == "" && (!q.HasDeltaToken || q.DeltaToken == "" || q.DeltaToken == "latest") {
		return r.startDelta(q)
	}
	if len(q.Select) > 0 || q.Filter != nil {
		return response{}, badRequest("A delta link is used as it is; it takes no further parameters.")
	}
	token, err := decodeDelta(q.SkipToken + q.DeltaToken)
	if err != nil {
		return response{}, err
	}
	if r.world().Now().Sub(token.Issued) > deltaLife {
		return response{}, &movedFault{
			Fault: &world.Fault{Status: http.StatusGone, Code: world.CodeResync, Message: "Resync required. The delta token is too old; restart with the URL of the Location header."},
			// An empty token asks for everything.
			location: r.root() + "/users/delta?" + encodeOptions(url.Values{"$deltatoken": {""}}),
		}
	}
	if token.Full {
		return r.fullRound(token)
	}
	return r.changesRound(token, q.SkipToken == "")
}

// startDelta begins with everybody, or with nobody for "latest".
func (r *request) startDelta(q odata.Query) (response, error) {
	chosen, err := selectTracked(q.Select)
	if err != nil {
		return response{}, err
	}
	ids, err := deltaIDs(q)
	if err != nil {
		return response{}, err
	}
	mark, err := r.world().ChangeMark(r.tenant())
	if err != nil {
		return response{}, err
	}
	token := deltaToken{Select: q.Select, IDs: ids, Mark: mark, Issued: r.world().Now(), Full: true}
	if q.DeltaToken == "latest" {
		return r.deltaAnswer(chosen, token, nil, false), nil
	}
	return r.fullRound(token)
}

// selectTracked resolves $select; the manager may be tracked as well.
func selectTracked(names []string) (selection[world.User], error) {
	plain := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == "manager" })
	if len(names) > 0 && len(plain) == 0 {
		plain = []string{"id"}
	}
	chosen, err := users.selected(plain)
	chosen.names = names
	return chosen, err
}

// deltaIDs reads the one filter that a delta query has.
func deltaIDs(q odata.Query) ([]string, error) {
	if q.Filter == nil {
		return nil, nil
	}
	var ids []string
	supported := true
	odata.Walk(q.Filter, func(path string, op odata.Op, negated bool, values []any) {
		var text string
		isText := false
		if len(values) == 1 {
			text, isText = values[0].(string)
		}
		supported = supported && path == "id" && op == odata.OpEq && !negated && isText
		ids = append(ids, strings.ToLower(text))
	})
	if !supported || !onlyOr(q.Filter) {
		return nil, unsupported("A delta query supports only filters of the form id eq '…', joined by or.")
	}
	if len(ids) > maxDeltaIDs {
		return nil, unsupported("A delta query supports at most %d ids.", maxDeltaIDs)
	}
	return ids, nil
}

func onlyOr(e odata.Expr) bool {
	switch e := e.(type) {
	case odata.Or:
		return onlyOr(e.Left) && onlyOr(e.Right)
	case odata.Compare:
		return true
	default:
		return false
	}
}

// pageSize is a hundred unless the client prefers another size.
func (r *request) pageSize() int {
	for _, p := range strings.Split(r.Header.Get("Prefer"), ",") {
		if size, ok := strings.CutPrefix(strings.TrimSpace(p), "odata.maxpagesize="); ok {
			if n, err := strconv.Atoi(size); err == nil && n > 0 {
				return min(n, maxPage)
			}
		}
	}
	return defaultPage
}

// fullRound lists everybody page by page, then points at the change log as it
// was when the round began.
func (r *request) fullRound(token deltaToken) (response, error) {
	chosen, err := selectTracked(token.Select)
	if err != nil {
		return response{}, err
	}
	l := world.Listing[world.User]{After: token.After, Limit: r.pageSize()}
	for _, id := range token.IDs {
		l.Keys = append(l.Keys, world.IDKey(id))
	}
	page, err := r.world().Users(r.tenant(), l)
	if err != nil {
		return response{}, err
	}
	var values []map[string]any
	for _, u := range page.Items {
		values = append(values, trackedUser(chosen, u, nil, false))
	}
	token.After = page.Next
	return r.deltaAnswer(chosen, token, values, page.Next != 0), nil
}

// changesRound tells what happened since the token.
func (r *request) changesRound(token deltaToken, first bool) (response, error) {
	chosen, err := selectTracked(token.Select)
	if err != nil {
		return response{}, err
	}
	changes, mark, more, err := r.world().UserChanges(r.tenant(), token.Mark, r.pageSize())
	if err != nil {
		return response{}, err
	}
	minimal := strings.Contains(r.Header.Get("Prefer"), "return=minimal")
	var values []map[string]any
	for _, c := range changes {
		switch {
		case len(token.IDs) > 0 && !slices.Contains(token.IDs, c.ID):
		case c.User == nil:
			values = append(values, map[string]any{"id": c.ID, "@removed": map[string]any{"reason": c.Removed}})
		case c.Properties != nil && !chosen.tracks(c.Properties):
		default:
			values = append(values, trackedUser(chosen, c.User, c.Properties, minimal))
		}
	}
	token.Mark = mark
	answer := r.deltaAnswer(chosen, token, values, more)
	if minimal && first {
		answer.header = map[string]string{"Preference-Applied": "return=minimal"}
	}
	return answer, nil
}

func (r *request) deltaAnswer(chosen selection[world.User], token deltaToken, values []map[string]any, more bool) response {
	if values == nil {
		values = []map[string]any{}
	}
	body := map[string]any{"@odata.context": r.context(chosen.fragment("users")), "value": values}
	if more {
		body["@odata.nextLink"] = r.root() + "/users/delta?$skiptoken=" + token.encode()
		return ok(body)
	}
	token.Full, token.After, token.Issued = false, 0, r.world().Now()
	body["@odata.deltaLink"] = r.root() + "/users/delta?$deltatoken=" + token.encode()
	return ok(body)
}
