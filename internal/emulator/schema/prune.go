package schema

// Prune returns a value without the members that its type declares but no v1.0
// edition in the set has; nested values likewise. If the set includes a beta
// edition as well, members that exist only in beta are kept. Beta alone is not
// published completely, so Prune then keeps all members. The argument is not
// modified.
func (t *Type) Prune(value any, in Editions) any {
	if t == nil || in&V1 == 0 {
		return value
	}
	switch v := value.(type) {
	case map[string]any:
		return t.pruned(v, in)
	case []any:
		kept := make([]any, len(v))
		for i, element := range v {
			kept[i] = t.Prune(element, in)
		}
		return kept
	default:
		return value
	}
}

func (t *Type) pruned(object map[string]any, in Editions) map[string]any {
	kept := make(map[string]any, len(object))
	for name, value := range object {
		m, declared := t.Member(name)
		switch {
		case !declared:
			kept[name] = value
		case m.Editions.Include(in & V1), m.preview() && in&Beta != 0:
			kept[name] = TypeOf(m.Type).Prune(value, in)
		}
	}
	return kept
}

// preview reports whether only beta has the member.
func (m Member) preview() bool { return m.Editions == BetaWorldwide }

// IsPreview reports whether only beta has a member of the type.
func (t *Type) IsPreview(name string) bool {
	m, ok := t.Member(name)
	return ok && m.preview()
}

// HasPreview reports whether a value sets a member that only beta has, at any
// depth. Null and empty values do not count.
func (t *Type) HasPreview(value any) bool {
	switch v := value.(type) {
	case map[string]any:
		for name, inside := range v {
			m, _ := t.Member(name)
			if m.preview() && !blank(inside) || TypeOf(m.Type).HasPreview(inside) {
				return true
			}
		}
	case []any:
		for _, element := range v {
			if t.HasPreview(element) {
				return true
			}
		}
	}
	return false
}

func blank(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case map[string]any:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return false
}
