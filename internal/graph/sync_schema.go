package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opSyncSchema      = operation{"GET /servicePrincipals/{id}/synchronization/jobs/{id}/schema", readSync}
	opSaveSchema      = operation{"PUT /servicePrincipals/{id}/synchronization/jobs/{id}/schema", writeSync}
	opParseExpression = operation{"POST /servicePrincipals/{id}/synchronization/jobs/{id}/schema/parseExpression", writeSync}
)

// SyncSchema reads the schema of a job as Graph wrote it, byte for byte. It is not read
// in a batch, which would write it anew. SyncMapping does not ask for it again.
//
// GET /servicePrincipals/{id}/synchronization/jobs/{id}/schema.
func (c *Client) SyncSchema(ctx context.Context, principalID, jobID string) ([]byte, error) {
	var text json.RawMessage
	err := c.whenReady(ctx, opSyncSchema, principalID, func(ctx context.Context) error {
		return c.send(ctx, call{op: opSyncSchema, method: http.MethodGet, path: jobPath(principalID, jobID) + "/schema"}, &text)
	})
	var s syncSchema
	if err == nil && json.Unmarshal(text, &s) == nil {
		c.facts.syncMappings.Settle(mappingKey(principalID, jobID), s.facts())
	}
	return text, err
}

// SyncJobsAndSchema reads the jobs of a service principal, and the schema of the one
// that is chosen; nil without a job. A job without a schema was created or deleted a
// moment ago, and one of the two answers is late: both are read again.
//
// GET /servicePrincipals/{id}/synchronization/jobs,
// GET /servicePrincipals/{id}/synchronization/jobs/{id}/schema.
func (c *Client) SyncJobsAndSchema(ctx context.Context, principalID string, choose func([]SyncJob) SyncJob) (jobs []SyncJob, schema []byte, err error) {
	err = transport.Poll(ctx, c.clock, "the job of service principal "+principalID, func(ctx context.Context) (bool, string, error) {
		var err error
		if jobs, err = c.SyncJobs(ctx, principalID); err != nil || len(jobs) == 0 {
			return true, "", err
		}
		schema, err = c.SyncSchema(ctx, principalID, choose(jobs).ID)
		if errors.Is(err, service.ErrNotFound) {
			return false, err.Error(), nil
		}
		return true, "", err
	})
	return jobs, schema, c.named(opSyncSchema, err)
}

// SaveSyncSchema replaces the schema of a job by a text, which is sent as it is. It
// returns when the new one is seen, or after several reads: the service may write
// parts of it differently.
//
// PUT /servicePrincipals/{id}/synchronization/jobs/{id}/schema,
// GET /servicePrincipals/{id}/synchronization/jobs/{id}/schema.
func (c *Client) SaveSyncSchema(ctx context.Context, principalID, jobID string, text []byte, seen func([]byte) bool) error {
	defer c.facts.syncMappings.Forget(mappingKey(principalID, jobID))
	err := c.send(ctx, call{op: opSaveSchema, method: http.MethodPut, path: jobPath(principalID, jobID) + "/schema", body: asIs(text)}, nil)
	if err != nil {
		return err
	}
	looks := 0
	err = transport.Poll(ctx, c.clock, "the schema of job "+jobID, func(ctx context.Context) (bool, string, error) {
		now, err := c.SyncSchema(ctx, principalID, jobID)
		looks++
		return looks == mostLooks || err == nil && seen(now), "the schema as it was before", err
	})
	return c.named(opSyncSchema, err)
}

// ParseSyncExpression returns the JSON of the source of a mapping that an expression
// stands for. An expression that the service cannot parse is an error.
//
// POST /servicePrincipals/{id}/synchronization/jobs/{id}/schema/parseExpression.
func (c *Client) ParseSyncExpression(ctx context.Context, principalID, jobID, expression string) (json.RawMessage, error) {
	var answer struct {
		ParsingSucceeded bool
		ParsedExpression json.RawMessage
		Error            *struct{ Code, Message string }
	}
	err := c.send(transport.WithSafeRepeat(ctx), call{
		op: opParseExpression, method: http.MethodPost, path: jobPath(principalID, jobID) + "/schema/parseExpression",
		body: map[string]string{"expression": expression},
	}, &answer)
	switch {
	case err != nil:
		return nil, err
	case answer.ParsingSucceeded && len(answer.ParsedExpression) > 0 && string(answer.ParsedExpression) != "null":
		return answer.ParsedExpression, nil
	case answer.Error != nil:
		return nil, c.failed(opParseExpression, fmt.Errorf("the expression %s cannot be parsed: %s (%s)", expression, answer.Error.Message, answer.Error.Code))
	}
	return nil, c.failed(opParseExpression, fmt.Errorf("the expression %s cannot be parsed", expression))
}
