package graph

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

var opAudits = operation{"GET /auditLogs/directoryAudits", []string{"AuditLog.Read.All and Directory.Read.All"}}

// AuditSearch selects records of the audit log: those of any of the categories, and
// those that any of the services has logged.
type AuditSearch struct {
	Since                time.Time
	Categories, Services []string
	// Most is the number of records to return, the latest ones.
	Most int
}

// AuditRecord is a record of the audit log (graph-identity §11).
type AuditRecord struct {
	ID            string    `json:"id"`
	Time          time.Time `json:"activityDateTime"`
	Activity      string    `json:"activityDisplayName"`
	Category      string    `json:"category"`
	Result        string    `json:"result"`
	ResultReason  string    `json:"resultReason"`
	CorrelationID string    `json:"correlationId"`
	InitiatedBy   struct {
		User *AuditUser `json:"user"`
		App  *AuditApp  `json:"app"`
	} `json:"initiatedBy"`
	Targets []AuditTarget `json:"targetResources"`
	Details []struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	} `json:"additionalDetails"`
}

// AuditUser is a user that has initiated a change.
type AuditUser struct {
	ID                string `json:"id"`
	DisplayName       string `json:"displayName"`
	UserPrincipalName string `json:"userPrincipalName"`
	IPAddress         string `json:"ipAddress"`
}

// AuditApp is an application, or a service, that has initiated a change.
type AuditApp struct {
	AppID              string `json:"appId"`
	DisplayName        string `json:"displayName"`
	ServicePrincipalID string `json:"servicePrincipalId"`
}

// AuditTarget is a changed object. The values of its properties are texts that
// contain JSON; nil is null.
type AuditTarget struct {
	ID                string `json:"id"`
	DisplayName       string `json:"displayName"`
	Type              string `json:"type"`
	UserPrincipalName string `json:"userPrincipalName"`
	Modified          []struct {
		Name string  `json:"displayName"`
		Old  *string `json:"oldValue"`
		New  *string `json:"newValue"`
	} `json:"modifiedProperties"`
}

// mostAudits is the size of a page of the log.
const mostAudits = 500

// Audits lists records of the audit log, the latest ones first, and reports whether
// there are more. Categories and services take a request each: a filter that combines
// two properties with or is not documented (graph-identity §11).
//
// GET /auditLogs/directoryAudits.
func (c *Client) Audits(ctx context.Context, s AuditSearch) (found []AuditRecord, more bool, err error) {
	for _, part := range []struct {
		property string
		values   []string
	}{{"category", s.Categories}, {"loggedByService", s.Services}} {
		if len(part.values) == 0 {
			continue
		}
		some, left, err := c.auditsWhere(ctx, s, anyValue(part.property, part.values))
		if err != nil {
			return nil, false, err
		}
		found, more = append(found, some...), more || left
	}
	slices.SortStableFunc(found, func(a, b AuditRecord) int { return cmp.Or(b.Time.Compare(a.Time), cmp.Compare(a.ID, b.ID)) })
	if len(found) > s.Most {
		return found[:s.Most], true, nil
	}
	return found, more, nil
}

// auditsWhere reads no more pages than the search needs.
func (c *Client) auditsWhere(ctx context.Context, s AuditSearch, filter string) (found []AuditRecord, more bool, err error) {
	k := call{op: opAudits, method: http.MethodGet, path: "/auditLogs/directoryAudits", query: url.Values{
		"$filter":  {"activityDateTime ge " + instant(s.Since) + " and " + filter},
		"$orderby": {"activityDateTime desc"}, "$top": {strconv.Itoa(min(s.Most+1, mostAudits))},
	}}
	for some, err := range pages[AuditRecord](c, k, func(k call, out any) error { return c.send(ctx, k, out) }) {
		if err != nil {
			return nil, false, err
		}
		if found = append(found, some...); len(found) > s.Most {
			return found[:s.Most], true, nil
		}
	}
	return found, false, nil
}

// anyValue is the filter for one of several values of a property.
func anyValue(property string, values []string) string {
	clauses := make([]string, 0, len(values))
	for _, v := range values {
		clauses = append(clauses, property+" eq '"+quoted(v)+"'")
	}
	return "(" + strings.Join(clauses, " or ") + ")"
}
