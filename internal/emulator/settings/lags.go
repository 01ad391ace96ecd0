package settings

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// Lags is a delay in units of the replication lag, or [Never]. In JSON it is a
// number of at least 0 or "never".
type Lags int

// Never is the delay of what does not happen at all.
const Never Lags = -1

// maxLags keeps a delay within the range of time.Duration.
const maxLags = 1000

const never = "never"

// MarshalJSON returns a number or "never".
func (l Lags) MarshalJSON() ([]byte, error) {
	if l == Never {
		return json.Marshal(never)
	}
	return json.Marshal(int(l))
}

// UnmarshalJSON reads a number or "never".
func (l *Lags) UnmarshalJSON(data []byte) error {
	var word string
	if json.Unmarshal(data, &word) == nil && word == never {
		*l = Never
		return nil
	}
	n, err := strconv.Atoi(string(data))
	if err != nil || n < 0 || n > maxLags {
		return fmt.Errorf("%s is neither %q nor a number from 0 to %d", data, never, maxLags)
	}
	*l = Lags(n)
	return nil
}

// String returns a number or "never".
func (l Lags) String() string {
	if l == Never {
		return never
	}
	return strconv.Itoa(int(l))
}
