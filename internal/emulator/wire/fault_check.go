package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// Check says what is wrong with a rule.
func (f Fault) Check() error {
	switch {
	case f.Service != "" && f.Service != Login && f.Service != Graph && f.Service != Exchange:
		return fmt.Errorf("service: %q is none of login, graph and exchange", f.Service)
	case f.Times < 0:
		return errors.New("times: must not be negative")
	case f.LatencyMS < 0:
		return errors.New("latency_ms: must not be negative")
	case !f.answers() && !f.Truncate && !f.DropResponse && f.LatencyMS == 0:
		return errors.New("the rule does nothing: give status, body, latency_ms, truncate or drop_response")
	case f.DropResponse && (f.answers() || f.Truncate):
		return errors.New("drop_response: nothing of the answer is left, so it goes without status, body and truncate")
	}
	if err := f.checkAnswer(); err != nil {
		return err
	}
	if _, err := f.retryAfter(); err != nil {
		return fmt.Errorf("retry_after: %w", err)
	}
	return nil
}

func (f Fault) checkAnswer() error {
	redirects := f.Status >= http.StatusMultipleChoices && f.Status < http.StatusBadRequest
	switch {
	case f.Act && !f.answers():
		return errors.New("act: goes with status or body; the service acts by itself otherwise")
	case f.Status != 0 && (f.Status < http.StatusOK || f.Status > 599):
		return fmt.Errorf("status: %d is none that ends a request; 200 to 599 are", f.Status)
	case f.Status != 0 && f.Status < http.StatusMultipleChoices && f.Body == nil:
		return fmt.Errorf("status: %d is no error, so it needs a body", f.Status)
	case f.Body != nil && f.Status == 0 && !f.Act:
		return errors.New("body: needs a status, or act for the one of the service")
	case redirects != (f.Location != ""):
		return errors.New("location: goes with a status of 300 to 399, and the status with it")
	case f.ContentType != "" && f.Body == nil:
		return errors.New("content_type: goes with body")
	case len(f.RetryAfter) > 0 && f.Status == 0:
		return errors.New("retry_after: goes with status")
	}
	return nil
}

// retryAfter gives the header's text; empty means none.
func (f Fault) retryAfter() (string, error) {
	raw := strings.TrimSpace(string(f.RetryAfter))
	if raw == "" || raw == "null" {
		return "", nil
	}
	var text string
	if err := json.Unmarshal(f.RetryAfter, &text); err == nil {
		return text, nil
	}
	if _, err := strconv.ParseFloat(raw, 64); err != nil {
		return "", errors.New("must be a number or a string")
	}
	return raw, nil
}
