// Arrays that are not zeroed before they are filled, and lie on large pages when they are large.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace matching {

template <class T>
struct LargePages {
    using value_type = T;
    static constexpr std::size_t kPage = std::size_t{1} << 21;

    LargePages() = default;
    template <class U>
    LargePages(const LargePages<U>&) {}

    T* allocate(std::size_t n) {
        const std::size_t bytes = n * sizeof(T);
        // Random reads of hundreds of megabytes mostly wait for page tables; large pages need few of them.
        const std::size_t alignment = bytes < kPage ? alignof(std::max_align_t) : kPage;
        void* memory = ::operator new(bytes, std::align_val_t{alignment});
#if defined(__linux__)
        if (bytes >= kPage) madvise(memory, bytes, MADV_HUGEPAGE);  // advice: the outcome does not matter
#endif
        return static_cast<T*>(memory);
    }

    void deallocate(T* memory, std::size_t n) {
        const std::size_t alignment = n * sizeof(T) < kPage ? alignof(std::max_align_t) : kPage;
        ::operator delete(memory, std::align_val_t{alignment});
    }

    // A vector makes its elements with this when it is given a size and no value.
    template <class U>
    void construct(U* element) {
        ::new (static_cast<void*>(element)) U;
    }
    template <class U, class... Arguments>
    void construct(U* element, Arguments&&... arguments) {
        ::new (static_cast<void*>(element)) U(std::forward<Arguments>(arguments)...);
    }

    friend bool operator==(const LargePages&, const LargePages&) { return true; }
};

template <class T>
using Array = std::vector<T, LargePages<T>>;

}  // namespace matching
