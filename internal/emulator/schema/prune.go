package schema

// Prune leaves out of a value what its type declares, and not in an edition of
// v1.0; nested values likewise. With the edition of beta beside it, what beta alone
// has stays. Beta by itself is not published well enough and leaves all. The value
// itself stays as it is.
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

// preview reports whether beta alone has the member.
func (m Member) preview() bool { return m.Editions == BetaWorldwide }

// IsPreview reports whether beta alone has a member of the type.
func (t *Type) IsPreview(name string) bool {
	m, ok := t.Member(name)
	return ok && m.preview()
}

// HasPreview reports whether a value says anything in a member that beta alone has,
// at any depth. Null and what is empty say nothing.
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
