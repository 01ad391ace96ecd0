package graph

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var opProvision = operation{"POST /servicePrincipals/{id}/synchronization/jobs/{id}/provisionOnDemand", writeSync}

// The statuses of users that are provisioned on demand, in lower case, and the reason
// of a skip because the target tenant has the user as the job maps it
// (graph-cross-tenant §4.7).
const (
	provisionedSuccess = "success"
	provisionedSkipped = "skipped"
	redundantExport    = "RedundantExport"
)

// Provisioned is the outcome of provisioning a user on demand.
type Provisioned struct {
	// Action is what the job does in the target tenant, such as create or update, in
	// lower case.
	Action string
	// TargetID is the object id in the target tenant, empty if the service names none.
	TargetID string
	// Code is why a user is skipped or has failed, such as NotEffectivelyEntitled, and
	// Reason explains it. Both may be empty.
	Code, Reason string

	status string
}

// Done reports whether the user is in the target tenant as the job maps it.
func (p Provisioned) Done() bool { return p.status == provisionedSuccess || p.Current() }

// Current reports whether the target tenant had the user as mapped before.
func (p Provisioned) Current() bool {
	return p.status == provisionedSkipped && p.Code == redundantExport
}

// Skipped reports whether the job leaves the user out, such as one out of its scope.
func (p Provisioned) Skipped() bool { return p.status == provisionedSkipped && !p.Current() }

// ProvisionUser provisions one user of the source tenant by a job at once, whether the
// job is started or not. To repeat it is safe: the target tenant then has the user as
// mapped.
//
// GET /servicePrincipals/{id}/synchronization/jobs/{id}/schema,
// POST /servicePrincipals/{id}/synchronization/jobs/{id}/provisionOnDemand.
func (c *Client) ProvisionUser(ctx context.Context, principalID, jobID, userID string) (Provisioned, error) {
	var s syncSchema
	if err := c.read(ctx, call{op: opSyncSchema, path: jobPath(principalID, jobID) + "/schema"}, &s); err != nil {
		return Provisioned{}, err
	}
	rule := s.rule("User")
	if rule == "" {
		return Provisioned{}, c.failed(opProvision, errors.New("the schema of job "+jobID+" has no mapping of users"))
	}
	var answer onDemandAnswer
	subject := map[string]any{"objectId": userID, "objectTypeName": "User"}
	err := c.send(transport.WithSafeRepeat(ctx), call{
		op: opProvision, method: http.MethodPost, path: jobPath(principalID, jobID) + "/provisionOnDemand",
		body: map[string]any{"parameters": []any{map[string]any{"ruleId": rule, "subjects": []any{subject}}}},
	}, &answer)
	return answer.outcome(), err
}

// onDemandAnswer has JSON in its texts: the key has the result, or the name of the type
// of the value; the value has one record, several, or none (graph-cross-tenant §4.7).
type onDemandAnswer struct{ Key, Value string }

type onDemandRecord struct {
	Action            string
	ProvisioningSteps []struct {
		Description string
		Details     map[string]any
	}
	StatusInfo     struct{ Status, ErrorCode, Reason string }
	TargetIdentity struct{ ID string }
}

func (a onDemandAnswer) outcome() Provisioned {
	var key struct {
		Result  string
		Details struct{ ErrorCode, ErrorMessage string }
	}
	// What is no JSON has no result.
	_ = json.Unmarshal([]byte(a.Key), &key)
	record := a.record()
	p := Provisioned{
		Action: strings.ToLower(record.Action), TargetID: record.TargetIdentity.ID,
		status: strings.ToLower(cmp.Or(record.StatusInfo.Status, key.Result)),
		Code:   cmp.Or(record.StatusInfo.ErrorCode, key.Details.ErrorCode),
		Reason: cmp.Or(record.StatusInfo.Reason, key.Details.ErrorMessage),
	}
	for _, step := range record.ProvisioningSteps {
		if skip, ok := step.Details["SkipReason"].(string); ok {
			p.Code, p.Reason = cmp.Or(p.Code, skip), cmp.Or(p.Reason, step.Description)
		}
	}
	return p
}

// record is the only record of the value, empty if there is none.
func (a onDemandAnswer) record() onDemandRecord {
	var several []onDemandRecord
	if json.Unmarshal([]byte(a.Value), &several) == nil && len(several) > 0 {
		return several[0]
	}
	var one onDemandRecord
	_ = json.Unmarshal([]byte(a.Value), &one)
	return one
}
