package dev.skep.trace.check;

import dev.skep.trace.syntax.BinaryOperator;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.TypeName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code container_of(p, typeof(T), member)} as what it is: {@code p}, moved back by the offset of
 * the member, as a pointer to {@code T}.
 */
final class ContainerOf {
    static final String NAME = "container_of";

    private ContainerOf() {}

    /** {@return what a call means, or null if it is not one of that function with its arguments} */
    static @Nullable Expression meant(Expression expression) {
        if (!(expression instanceof Expression.Call call)
                || !call.name().equals(NAME)
                || call.arguments().size() != 3
                || !(call.arguments().get(1) instanceof Expression.TypeOperand container)) {
            return null;
        }
        Span span = call.span();
        Expression member = call.arguments().get(2);
        var offset =
                new Expression.Call(
                        span,
                        call.nameSpan(),
                        Function.OFFSETOF.text(),
                        List.of(container, member));
        var byteType = new TypeName(span, null, "int8", List.of(new TypeName.PointerTo()), null);
        Expression pointer = new Expression.Cast(span, byteType, call.arguments().getFirst());
        Expression start =
                new Expression.Binary(span, BinaryOperator.SUBTRACT, span, pointer, offset);
        TypeName type = container.type();
        List<TypeName.Suffix> suffixes = new ArrayList<>(type.suffixes());
        suffixes.add(new TypeName.PointerTo());
        var result = new TypeName(span, type.keyword(), type.name(), suffixes, type.of());
        return new Expression.Cast(span, result, start);
    }
}
