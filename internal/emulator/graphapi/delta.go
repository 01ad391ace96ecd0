package graphapi

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

const (
	// deltaLife is the lifetime of a delta token (graph-identity §3).
	deltaLife = 7 * 24 * time.Hour
	// maxDeltaIDs is the maximum number of ids in a filter.
	maxDeltaIDs = 50
)

// deltaToken is the content of the links of a delta query: the tracked objects and
// properties, and the client's position.
type deltaToken struct {
	Select []string `json:"s,omitempty"`
	IDs    []string `json:"i,omitempty"`
	// Full means that the first round is in progress, at the position After.
	Full  bool   `json:"f,omitempty"`
	After uint64 `json:"a,omitempty"`
	// Mark is the position in the change log.
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
		return t, refusal.BadRequest("Badly formed token.")
	}
	return t, nil
}

func (s set) delta(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect, operation.OptFilter, operation.OptSkipToken, operation.OptDeltaToken)
	if err != nil {
		return operation.Answer{}, err
	}
	if q.SkipToken == "" && (!q.HasDeltaToken || q.DeltaToken == "" || q.DeltaToken == "latest") {
		return s.startDelta(c, q)
	}
	if len(q.Select) > 0 || q.Filter != nil {
		return operation.Answer{}, refusal.BadRequest("A delta link is used as it is; it takes no further parameters.")
	}
	token, err := decodeDelta(q.SkipToken + q.DeltaToken)
	if err != nil {
		return operation.Answer{}, err
	}
	if c.World.Now().Sub(token.Issued) > deltaLife {
		return operation.Answer{}, s.expired(c)
	}
	if token.Full {
		return s.fullRound(c, token)
	}
	return s.changesRound(c, token, q.SkipToken == "")
}

// expired is the answer to a token that is too old (graph-identity §3).
func (s set) expired(c *operation.Call) error {
	if !c.World.Settings().ExpiredDeltaTokensAreGone {
		return refusal.New(http.StatusBadRequest, refusal.CodeNoSyncState,
			"The sync state generation is not found. The delta token is expired and data must be synchronized again.")
	}
	return &movedFault{
		fault: refusal.New(http.StatusGone, refusal.CodeResync, "Resync required. The delta token is too old; restart with the URL of the Location header."),
		// An empty token requests a full round.
		location: c.Root + s.Served.Path + "/delta?" + operation.EncodeOptions(url.Values{"$deltatoken": {""}}),
	}
}

// startDelta starts with all objects, or with none for "latest".
func (s set) startDelta(c *operation.Call, q odata.Query) (operation.Answer, error) {
	chosen, err := s.track(c, q.Select)
	if err != nil {
		return operation.Answer{}, err
	}
	ids, err := deltaIDs(q)
	if err != nil {
		return operation.Answer{}, err
	}
	mark, err := s.Mark(c.World, c.Tenant)
	if err != nil {
		return operation.Answer{}, err
	}
	token := deltaToken{Select: q.Select, IDs: ids, Mark: mark, Issued: c.World.Now(), Full: true}
	if q.DeltaToken == "latest" {
		return s.deltaAnswer(c, chosen, token, nil, false), nil
	}
	return s.fullRound(c, token)
}

// track resolves $select; references can be tracked as well.
func (s set) track(c *operation.Call, names []string) (operation.Selection, error) {
	plain := slices.DeleteFunc(slices.Clone(names), func(n string) bool {
		return slices.ContainsFunc(s.References, func(r kernel.Reference) bool { return r.Tracked && r.Name == n })
	})
	if len(names) > 0 && len(plain) == 0 {
		plain = []string{"id"}
	}
	chosen, err := c.ViewOf(s.AnySet).Select(plain)
	chosen.Names = names
	return chosen, err
}

// deltaIDs parses the only filter that a delta query supports.
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
		return nil, operation.Unsupported("A delta query supports only filters of the form id eq '…', joined by or.")
	}
	if len(ids) > maxDeltaIDs {
		return nil, operation.Unsupported("A delta query supports at most %d ids.", maxDeltaIDs)
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

// pageSize is 100 unless the client prefers another size.
func pageSize(c *operation.Call) int {
	for _, p := range strings.Split(c.Header("Prefer"), ",") {
		if size, ok := strings.CutPrefix(strings.TrimSpace(p), "odata.maxpagesize="); ok {
			if n, err := strconv.Atoi(size); err == nil && n > 0 {
				return min(n, operation.MaxPage)
			}
		}
	}
	return operation.DefaultPage
}

// fullRound lists all objects page by page, then links to the position in the
// change log at the start of the round.
func (s set) fullRound(c *operation.Call, token deltaToken) (operation.Answer, error) {
	chosen, err := s.track(c, token.Select)
	if err != nil {
		return operation.Answer{}, err
	}
	l := kernel.Listing{After: token.After, Limit: pageSize(c)}
	for _, id := range token.IDs {
		l.Keys = append(l.Keys, kernel.IDKey(id))
	}
	page, err := s.Objects(c.World, c.Tenant, l)
	if err != nil {
		return operation.Answer{}, err
	}
	var values []map[string]any
	for _, v := range page.Items {
		values = append(values, s.tracked(chosen, v, nil, false))
	}
	token.After = page.Next
	return s.deltaAnswer(c, chosen, token, values, page.Next != 0), nil
}

// changesRound returns the changes since the token.
func (s set) changesRound(c *operation.Call, token deltaToken, first bool) (operation.Answer, error) {
	chosen, err := s.track(c, token.Select)
	if err != nil {
		return operation.Answer{}, err
	}
	changes, mark, more, err := s.Changes(c.World, c.Tenant, token.Mark, pageSize(c))
	if err != nil {
		return operation.Answer{}, err
	}
	minimal := strings.Contains(c.Header("Prefer"), "return=minimal")
	var values []map[string]any
	for _, x := range changes {
		switch {
		case len(token.IDs) > 0 && !slices.Contains(token.IDs, x.ID):
		case x.Value == nil:
			values = append(values, map[string]any{"id": x.ID, "@removed": map[string]any{"reason": x.Removed}})
		case x.Properties != nil && !tracks(chosen, x.Properties):
		default:
			values = append(values, s.tracked(chosen, x.Value, x.Properties, minimal))
		}
	}
	token.Mark = mark
	answer := s.deltaAnswer(c, chosen, token, values, more)
	if minimal && first {
		answer.Header = map[string]string{"Preference-Applied": "return=minimal"}
	}
	return answer, nil
}

func (s set) deltaAnswer(c *operation.Call, chosen operation.Selection, token deltaToken, values []map[string]any, more bool) operation.Answer {
	if values == nil {
		values = []map[string]any{}
	}
	body := map[string]any{"@odata.context": c.Context(chosen.Fragment(s.Name)), "value": values}
	if more {
		body["@odata.nextLink"] = c.Root + s.Served.Path + "/delta?$skiptoken=" + token.encode()
		return operation.OK(body)
	}
	token.Full, token.After, token.Issued = false, 0, c.World.Now()
	body["@odata.deltaLink"] = c.Root + s.Served.Path + "/delta?$deltatoken=" + token.encode()
	return operation.OK(body)
}
